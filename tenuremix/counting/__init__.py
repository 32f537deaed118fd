"""What is counted: dwellings by tenure, where they lie, and what they count as under each rule.

Pure, as all of the core is; every product may import from here.
"""
