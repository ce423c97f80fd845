"""Consumable resources: what jobs need beside a machine, such as licences."""
