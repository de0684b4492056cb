"""What is known of deaths that were heard of, always told who asks."""
