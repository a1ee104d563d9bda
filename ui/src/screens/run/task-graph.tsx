import dagre from "@dagrejs/dagre";
import { type Edge, type Node, Position, ReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useMemo } from "react";
import type { GraphTask } from "../../api/shapes.ts";
import { StateBadge } from "../../components/state-badge.tsx";
import { usePreference } from "../../state/preferences.ts";

const WIDTH = 210;
const HEIGHT = 54;
/** More tasks than this are told by the table alone: a picture of them says nothing. */
const MOST = 200;

/** What waits for what. A sweep is one node, however many cells it has. */
export function TaskGraph({ graph }: { readonly graph: readonly GraphTask[] }) {
  const theme = usePreference("theme");
  const { nodes, edges } = useMemo(() => laidOut(graph), [graph]);
  if (graph.length > MOST)
    return <p className="empty">{graph.length} tasks are too many for a picture; the table has all of them.</p>;
  return (
    <div className="task-graph">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        fitView
        fitViewOptions={{ maxZoom: 1 }}
        colorMode={theme}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        preventScrolling={false}
        zoomOnScroll={false}
        aria-label="Graph of the tasks"
      />
    </div>
  );
}

function laidOut(graph: readonly GraphTask[]): { readonly nodes: Node[]; readonly edges: Edge[] } {
  const layout = new dagre.graphlib.Graph()
    .setGraph({ rankdir: "LR", nodesep: 18, ranksep: 46 })
    .setDefaultEdgeLabel(() => ({}));
  for (const { key } of graph) layout.setNode(key, { width: WIDTH, height: HEIGHT });
  const edges = graph.flatMap(({ key, needs }) =>
    needs.map((need) => ({ id: `${need} ${key}`, source: need, target: key })),
  );
  for (const { source, target } of edges) layout.setEdge(source, target);
  dagre.layout(layout);
  const nodes = graph.map((task): Node => {
    const { x, y } = layout.node(task.key);
    return {
      id: task.key,
      position: { x: x - WIDTH / 2, y: y - HEIGHT / 2 },
      width: WIDTH,
      height: HEIGHT,
      sourcePosition: Position.Right,
      targetPosition: Position.Left,
      data: {
        label: (
          <>
            <span className="clip">{task.key}</span>
            <StateBadge state={task.state} />
          </>
        ),
      },
    };
  });
  return { nodes, edges };
}
