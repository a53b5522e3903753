"""What an exercise asks of one person, screen by screen."""
