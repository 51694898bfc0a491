"""Forms of the reading room, and of those who keep it in order."""
