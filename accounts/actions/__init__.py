"""Writes of the accounts app, each whole or not at all."""
