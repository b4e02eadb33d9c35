"""How the app is served: alone or shared, who is signed in, what is refused, health, log and a graceful stop."""
