rule page : web text {
  strings:
    $open = "<h"
  condition:
    $open
}
rule large {
  condition:
    filesize > 1MB
}
