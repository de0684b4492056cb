"""Deaths as they are heard of, before anybody has come for the santunan."""
