"""What we will do: strategies, themes, steps, frameworks and alignment, the thread and the gap engine."""
