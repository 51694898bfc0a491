"""Forms in which people say who they are, and how they like it here."""
