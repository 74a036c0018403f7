import type { DemoObject } from '../store.ts';
import type { Condition } from './kinds.ts';

interface MetricTarget {
  type?: string;
  averageUtilization?: number;
  averageValue?: string | number;
  value?: string | number;
}

interface MetricIdentifier {
  name: string;
  selector?: unknown;
}

export interface MetricSpec {
  type: string;
  resource?: { name: string; target: MetricTarget };
  containerResource?: { name: string; container: string; target: MetricTarget };
  pods?: { metric: MetricIdentifier; target: MetricTarget };
  object?: {
    metric: MetricIdentifier;
    describedObject: { kind: string; name: string; apiVersion?: string };
    target: MetricTarget;
  };
  external?: { metric: MetricIdentifier; target: MetricTarget };
}

export interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: { type: string; value: number; periodSeconds: number }[];
  tolerance?: string | number;
}

export interface Autoscaler extends DemoObject {
  spec: {
    scaleTargetRef: { apiVersion?: string; kind: string; name: string };
    minReplicas?: number;
    maxReplicas: number;
    metrics?: MetricSpec[];
    behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules };
  };
  status?: { conditions?: Condition[]; lastScaleTime?: string; [field: string]: unknown };
}
