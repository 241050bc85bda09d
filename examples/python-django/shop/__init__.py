"""A shop whose organisations make API keys."""
