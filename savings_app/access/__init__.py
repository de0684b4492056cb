"""Staff users, their scope, sign-in and sessions."""
