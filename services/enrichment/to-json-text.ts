/** What is still to be written: text as it is, or a value. */
type Task = { readonly text: string } | { readonly value: unknown }

/**
 * The text that `JSON.stringify` gives for a value that came as JSON, at any depth: that one
 * recurses, and some thousand levels exhaust its stack.
 */
export function toJsonText(root: unknown): string {
  const written: string[] = []
  const tasks: Task[] = [{ value: root }]
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if ('text' in task) written.push(task.text)
    else if (typeof task.value !== 'object' || task.value === null) {
      written.push(JSON.stringify(task.value) ?? 'null')
    } else for (const part of listParts(task.value).reverse()) tasks.push(part)
  }
  return written.join('')
}

/** Brackets, names and values of one level, in order. */
function listParts(value: object): Task[] {
  const isArray = Array.isArray(value)
  const parts: Task[] = [{ text: isArray ? '[' : '{' }]
  for (const [name, member] of Object.entries(value)) {
    const comma = parts.length > 1 ? ',' : ''
    parts.push({ text: isArray ? comma : `${comma}${JSON.stringify(name)}:` }, { value: member })
  }
  parts.push({ text: isArray ? ']' : '}' })
  return parts
}
