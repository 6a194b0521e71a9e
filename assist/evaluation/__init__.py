"""How well the parts of understanding do on a centre's own data."""
