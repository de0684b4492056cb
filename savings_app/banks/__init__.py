"""Banks, their codes and account-number formats, as data."""
