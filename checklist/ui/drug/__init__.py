"""The controlled-drug account on screen: its balance, its entries, a scanned package, and who witnesses.

Arithmetic and rules are ``session.drug_account``'s and ``session.decide``'s; here they get words, fields and presses.
"""
