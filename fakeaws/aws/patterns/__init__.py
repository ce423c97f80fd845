"""The pattern language of SNS's filter policies, Lambda's event source mappings and EventBridge's rules.

The three are dialects of one language: ``dialects`` says where they differ, ``parsing.parse`` turns a text into a
``matching.Pattern``, ``index.PatternIndex`` holds many of them.
"""
