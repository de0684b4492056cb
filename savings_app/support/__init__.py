"""Help to begin again, for a family that asks: koperasi, small business, training."""
