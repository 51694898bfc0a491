"""Forms of groups, of those who come into them, and of what they read."""
