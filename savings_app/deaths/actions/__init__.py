"""What is done about a death that was heard of; one module for each topic."""
