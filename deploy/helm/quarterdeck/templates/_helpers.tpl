{{- define "quarterdeck.name" -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "quarterdeck.labels" -}}
app.kubernetes.io/name: quarterdeck
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "quarterdeck.metadata" -}}
name: {{ include "quarterdeck.name" . }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "quarterdeck.labels" . | nindent 2 }}
{{- end -}}

{{- define "quarterdeck.image" -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}
{{- if hasPrefix "sha256:" $tag -}}{{ .Values.image.repository }}@{{ $tag }}{{- else -}}{{ .Values.image.repository }}:{{ $tag }}{{- end -}}
{{- end -}}

{{- /* a heap that the container's memory cannot hold would be killed instead of collected */}}
{{- define "quarterdeck.checkHeap" -}}
{{- $limit := "" }}
{{- with .Values.resources.limits }}{{- $limit = .memory | default "" | toString }}{{- end }}
{{- $mib := 0.0 }}
{{- if hasSuffix "Gi" $limit }}{{- $mib = mulf (trimSuffix "Gi" $limit) 1024 }}{{- end }}
{{- if hasSuffix "Mi" $limit }}{{- $mib = mulf (trimSuffix "Mi" $limit) 1 }}{{- end }}
{{- if and $mib (gt (mulf .Values.maxHeap 4) (mulf $mib 3)) }}
{{- fail (printf "maxHeap is %v MiB, more than three quarters of resources.limits.memory (%s): change both" .Values.maxHeap $limit) }}
{{- end }}
{{- end -}}

{{- /* what the container is told, before .Values.env */}}
{{- define "quarterdeck.env" -}}
{{- include "quarterdeck.checkHeap" . }}
{{- $name := include "quarterdeck.name" . }}
{{- $tls := not .Values.ingress.enabled }}
{{- if $tls }}
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- end }}
- name: NODE_OPTIONS
  value: --max-old-space-size={{ .Values.maxHeap }}
- name: HOST
  value: 0.0.0.0
- name: PORT
  value: {{ ternary "8443" "8080" $tls | quote }}
- name: QUARTERDECK_PUBLIC_URL
  value: {{ .Values.publicURL | quote }}
- name: QUARTERDECK_SESSION_KEY_FILE
  value: /etc/quarterdeck/session-key/key
- name: QUARTERDECK_TLS
  value: {{ ternary "1" "0" $tls | quote }}
{{- if $tls }}
- name: QUARTERDECK_TLS_DIR
  value: /etc/quarterdeck/tls
- name: QUARTERDECK_TLS_NAMES
  value: {{ $name }},{{ $name }}.$(POD_NAMESPACE),{{ $name }}.$(POD_NAMESPACE).svc
{{- else }}
- name: QUARTERDECK_TRUST_PROXY
  value: {{ .Values.ingress.proxies | quote }}
{{- end }}
{{- if .Values.metrics.enabled }}
- name: QUARTERDECK_METRICS_PORT
  value: {{ .Values.metrics.port | quote }}
{{- end }}
{{- if .Values.ports.enabled }}
- name: QUARTERDECK_PORTS_PORT
  value: {{ .Values.ports.port | quote }}
- name: QUARTERDECK_PORTS_URL
  value: {{ .Values.ports.url | quote }}
{{- end }}
{{- if .Values.oidc.providers }}
- name: QUARTERDECK_OIDC_FILE
  value: /etc/quarterdeck/oidc/oidc.json
{{- end }}
{{- if .Values.clusters.configMapName }}
- name: QUARTERDECK_CLUSTERS_FILE
  value: /etc/quarterdeck/clusters/clusters.yaml
{{- end }}
{{- end -}}
