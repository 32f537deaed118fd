"""What stands in a published report beside its figures, and how one is compared with today's.

Others import ``compare``, and the known limits and assessments that a workspace states.
"""
