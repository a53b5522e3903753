"""What we heard: residents' insight and the replies to it."""
