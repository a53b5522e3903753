"""What was done: plans, returns and their judging."""
