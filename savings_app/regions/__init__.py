"""Kemendagri region codes with BPS and BI codes; public holidays and working days."""
