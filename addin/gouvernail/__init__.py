"""Gouvernail: a company and its customer-service provider steer the service together, from one Excel workbook."""

__version__ = "0.1.0"
