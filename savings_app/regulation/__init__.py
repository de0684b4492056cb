"""The planned local regulation: versions, status and the suggestion it makes."""
