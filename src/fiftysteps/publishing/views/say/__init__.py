"""Have your say: what a resident does without an account, without a script, on a poor connection."""
