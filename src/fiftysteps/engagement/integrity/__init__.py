"""Whether what was sent was sent by many or by one: what is found is flagged and reported, never taken away."""
