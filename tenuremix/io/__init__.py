"""The only code that opens files, databases, the network or asks the time."""
