"""Personal data in what people write: found, and hidden from readers. What was written is never changed."""
