"""What the agent's and the supervisor's pages share: one design system, one way to sign in, no build."""
