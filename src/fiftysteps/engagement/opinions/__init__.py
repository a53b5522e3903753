"""The map of opinions of one question: who votes alike, what all agree on and what divides, without a person in it."""
