/** The product's mark: a ship's wheel. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#0a5c9e" />
      <g fill="none" stroke="#fff" strokeWidth="2.2" strokeLinecap="round">
        <circle cx="16" cy="16" r="6.5" />
        <circle cx="16" cy="16" r="1.6" fill="#fff" stroke="none" />
        <path d="M16 5v4.5M16 22.5V27M5 16h4.5M22.5 16H27M8.2 8.2l3.2 3.2M20.6 20.6l3.2 3.2M8.2 23.8l3.2-3.2M20.6 11.4l3.2-3.2" />
      </g>
    </svg>
  );
}
