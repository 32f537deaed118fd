"""What every product is made of: the model of a report, names and words, style, page and pen.

Every product may import from here.
"""
