"""What saved money does over time: interest, tax, term deposits, goals. Pure; exact to the sen."""
