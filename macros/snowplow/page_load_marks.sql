{#- The marks of a browser's loading clock: our column -> the name in the W3C Navigation Timing
    interface. Each is the moment something happened, in milliseconds since 1970. -#}
{% macro page_load_marks() -%}
  {{ return({
    'navigation_start_ms': 'navigationStart',
    'redirect_start_ms': 'redirectStart',
    'redirect_end_ms': 'redirectEnd',
    'unload_start_ms': 'unloadEventStart',
    'unload_end_ms': 'unloadEventEnd',
    'fetch_start_ms': 'fetchStart',
    'domain_lookup_start_ms': 'domainLookupStart',
    'domain_lookup_end_ms': 'domainLookupEnd',
    'connect_start_ms': 'connectStart',
    'connect_end_ms': 'connectEnd',
    'request_start_ms': 'requestStart',
    'response_start_ms': 'responseStart',
    'response_end_ms': 'responseEnd',
    'dom_loading_ms': 'domLoading',
    'dom_interactive_ms': 'domInteractive',
    'dom_complete_ms': 'domComplete',
    'load_event_start_ms': 'loadEventStart',
    'load_event_end_ms': 'loadEventEnd',
  }) }}
{%- endmacro %}
