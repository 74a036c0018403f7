// Renders the chart as Helm's engine does, where no helm is to be had: Go's own text/template, the sprig library that Helm brings
// along, its schema checker and its YAML library. What Helm adds of its own is below, and the chart uses nothing else of it.
//
// Reads {chart, release, namespace, kubeVersion, values} as JSON and answers {text} or {fault}.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

type table = map[string]interface{}

type request struct {
	Chart       string
	Release     string
	Namespace   string
	KubeVersion string
	Values      table
}

type answer struct {
	Text  string `json:"text,omitempty"`
	Fault string `json:"fault,omitempty"`
}

// What Chart.yaml says, under the names that Helm gives it in templates.
type chartFile struct {
	Name       string
	Version    string
	AppVersion string
}

func main() {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	text, err := render(asked)
	if err != nil {
		json.NewEncoder(os.Stdout).Encode(answer{Fault: err.Error()})
		return
	}
	json.NewEncoder(os.Stdout).Encode(answer{Text: text})
}

func readYAML(into interface{}, parts ...string) error {
	text, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		return err
	}
	return yaml.Unmarshal(text, into)
}

// A given value goes before the chart's; null takes the chart's away.
func merge(given, chart table) table {
	all := table{}
	for key, value := range chart {
		all[key] = value
	}
	for key, value := range given {
		below, isTable := value.(table)
		default_, wasTable := chart[key].(table)
		if value == nil {
			delete(all, key)
		} else if isTable && wasTable {
			all[key] = merge(below, default_)
		} else {
			all[key] = value
		}
	}
	return all
}

func check(values table, schemaFile string) error {
	schema, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(schema), gojsonschema.NewGoLoader(values))
	if err != nil {
		return err
	}
	var faults []string
	for _, fault := range result.Errors() {
		faults = append(faults, fault.String())
	}
	if len(faults) > 0 {
		return errors.New("values: " + strings.Join(faults, "; "))
	}
	return nil
}

func functions(root *template.Template) template.FuncMap {
	all := sprig.TxtFuncMap()
	delete(all, "env")
	delete(all, "expandenv")
	all["toYaml"] = func(value interface{}) string {
		text, err := yaml.Marshal(value)
		if err != nil {
			return ""
		}
		return strings.TrimSuffix(string(text), "\n")
	}
	all["fromYamlArray"] = func(text string) []interface{} {
		items := []interface{}{}
		if err := yaml.Unmarshal([]byte(text), &items); err != nil {
			return []interface{}{err.Error()}
		}
		return items
	}
	all["include"] = func(name string, data interface{}) (string, error) {
		var out bytes.Buffer
		err := root.ExecuteTemplate(&out, name, data)
		return out.String(), err
	}
	return all
}

func render(asked request) (string, error) {
	var chart chartFile
	defaults := table{}
	if err := readYAML(&chart, asked.Chart, "Chart.yaml"); err != nil {
		return "", err
	}
	if err := readYAML(&defaults, asked.Chart, "values.yaml"); err != nil {
		return "", err
	}
	values := merge(asked.Values, defaults)
	if err := check(values, filepath.Join(asked.Chart, "values.schema.json")); err != nil {
		return "", err
	}
	files, err := filepath.Glob(filepath.Join(asked.Chart, "templates", "*"))
	if err != nil {
		return "", err
	}
	sort.Strings(files)
	root := template.New("chart").Option("missingkey=zero")
	root.Funcs(functions(root))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if _, err := root.New(filepath.Base(file)).Parse(string(text)); err != nil {
			return "", err
		}
	}
	data := table{
		"Chart":        chart,
		"Values":       values,
		"Release":      table{"Name": asked.Release, "Namespace": asked.Namespace, "Service": "Helm", "IsInstall": true, "Revision": 1},
		"Capabilities": table{"KubeVersion": table{"Version": asked.KubeVersion}},
	}
	var all strings.Builder
	for _, file := range files {
		name := filepath.Base(file)
		var out bytes.Buffer
		if err := root.ExecuteTemplate(&out, name, data); err != nil {
			return "", err
		}
		if strings.HasSuffix(name, ".yaml") {
			// Helm's engine does the same: what is not there is nothing
			all.WriteString("---\n" + strings.ReplaceAll(out.String(), "<no value>", "") + "\n")
		}
	}
	return all.String(), nil
}
