"""Says in words, in the current language, what the law gives as codes."""
