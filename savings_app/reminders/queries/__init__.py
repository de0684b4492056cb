"""Where recipients want to be reminded, what is known of them, and the messages of the desk."""
