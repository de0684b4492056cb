"""Learning together: group sessions in a desa, who is invited and who came."""
