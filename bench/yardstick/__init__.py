"""The yardstick: what Django itself costs for somebody who is signed in, before any page is made."""
