"""Does another wording of a reminder help? Off until a supervisor starts it; see decision 15."""
