"""What a page for visitors is compared with: our settings and middleware around an answer that is always the same."""
