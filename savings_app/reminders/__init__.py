"""What a family asked to be reminded of, where, and when: never more than it wishes."""
