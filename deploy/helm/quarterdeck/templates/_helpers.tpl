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
