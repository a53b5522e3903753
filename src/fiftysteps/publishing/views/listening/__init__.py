"""The pages of those who run exercises, record what people say, and consider it."""
