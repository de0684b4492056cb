"""What pages read about data updates: always told who asks."""
