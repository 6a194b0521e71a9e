"""The agent's panel: what a person at the telephone sees, and does."""
