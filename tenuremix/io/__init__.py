"""The only code that opens files, databases, the network or asks the time.

What lies here is in its wings: files, formats, database, inputs, importing, fetching; beside them
is what is done about what a killed writer left.
"""
