"""A death and everything after it: heirs, papers, benefit, account, claim, payout, receipt."""
