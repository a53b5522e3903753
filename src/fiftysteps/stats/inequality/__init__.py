"""How unevenly health is spread: slope and concentration indices, gaps, Theil's index."""
