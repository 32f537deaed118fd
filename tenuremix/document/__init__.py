"""What every product is made of: the model of a report, names and words, style and page.

Every product may import from here.
"""
