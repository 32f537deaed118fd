"""The server of the page and of its interface for programs."""
